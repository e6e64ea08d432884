export default definePageConfig({ navigationBarTitleText: '收条', enableShareAppMessage: true })
